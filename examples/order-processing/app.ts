import { App } from 'aws-cdk-lib';
import { OrderProcessing } from './order-processing';
import { stock } from './orders.json';

new OrderProcessing(new App(), 'OrderProcessing', { stock });
