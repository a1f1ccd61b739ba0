import { App } from 'aws-cdk-lib';
import { OrderProcessing } from './order-processing';

new OrderProcessing(new App(), 'OrderProcessing');
